# find_package(countersign REQUIRED) in an outside author's project: gives countersign_add_plugin().
include(${CMAKE_CURRENT_LIST_DIR}/CountersignPlugin.cmake)
