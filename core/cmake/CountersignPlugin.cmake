# countersign_add_plugin(NAME SOURCES ... [LINKS ...]) builds NAME.so the way the gateway wants it: one exported symbol, and
# no unique or shared inline statics, so that two versions can live side by side in one process. Installed for outside
# authors too: it finds countersign/plugin.h in the tree it was installed with.
function(countersign_add_plugin name)
  cmake_parse_arguments(PLUGIN "" "" "SOURCES;LINKS" ${ARGN})
  add_library(plugin_${name} MODULE ${PLUGIN_SOURCES})
  set_target_properties(plugin_${name} PROPERTIES
    PREFIX "" OUTPUT_NAME ${name} CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
  if(TARGET countersign_flags)
    set_target_properties(plugin_${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/plugins)
    target_link_libraries(plugin_${name} PRIVATE countersign_flags)
  else()
    set(tree ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../..)
    find_path(COUNTERSIGN_INCLUDE_DIR countersign/plugin.h HINTS ${tree}/include ${tree}/../include REQUIRED)
    target_include_directories(plugin_${name} PRIVATE ${COUNTERSIGN_INCLUDE_DIR})
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(plugin_${name} PRIVATE -fno-gnu-unique)
  endif()
  # The standard library marks its templates visible; only a version script keeps them inside.
  set(exports ${CMAKE_CURRENT_BINARY_DIR}/${name}.exports)
  file(WRITE ${exports} "{ global: countersign_plugin_v1; local: *; };\n")
  target_link_options(plugin_${name} PRIVATE -Wl,--version-script=${exports})
  if(NOT COUNTERSIGN_SANITIZE)  # Clang leaves the sanitizer's functions to the program
    target_link_options(plugin_${name} PRIVATE -Wl,-z,defs)
  endif()
  target_link_libraries(plugin_${name} PRIVATE ${PLUGIN_LINKS})
endfunction()
