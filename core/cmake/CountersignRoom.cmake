# countersign_room(NAME SOURCES ... [LINKS ...]) makes the static library cs_NAME of one room.
# countersign_test(NAME SOURCES ... [LINKS ...]) makes one test program; its tests are named NAME.Suite.Case.

add_library(countersign_flags INTERFACE)
target_compile_features(countersign_flags INTERFACE cxx_std_20)
target_include_directories(countersign_flags INTERFACE ${PROJECT_SOURCE_DIR}/core ${PROJECT_SOURCE_DIR}/include)
target_compile_options(countersign_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 sees ghosts in "literal" + std::string (GCC bug 105329) and in moved std::variant (GCC bug 105562).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  $<$<BOOL:${COUNTERSIGN_WERROR}>:-Werror>)
target_link_libraries(countersign_flags INTERFACE Threads::Threads)
if(COUNTERSIGN_SANITIZE)
  # A report ends the program, so that a test cannot pass over it; -g1 is enough for its lines, and quick to build.
  target_compile_options(countersign_flags INTERFACE
    -fsanitize=${COUNTERSIGN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(countersign_flags INTERFACE -fsanitize=${COUNTERSIGN_SANITIZE})
endif()
if(COUNTERSIGN_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "COUNTERSIGN_FUZZ needs Clang (libFuzzer): use the preset asan, or set CMAKE_CXX_COMPILER=clang++")
  endif()
  target_compile_options(countersign_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# countersign_precompiled(TARGET) lets a target read the headers that nearly every file includes from one precompiled copy.
# Only for trees that are built from nothing (the sanitizers'): it halves their build, but a change of a base header would
# rebuild everything, and a forgotten #include would not be seen. Not for plugins: their symbols are hidden, the copy's not.
option(COUNTERSIGN_PRECOMPILED "Precompile the common headers" OFF)
if(COUNTERSIGN_PRECOMPILED)
  if(CCACHE)   # what its manual asks for where headers are precompiled
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
    target_compile_options(countersign_flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
  add_library(cs_headers STATIC ${CMAKE_CURRENT_LIST_DIR}/headers.cpp)
  target_compile_options(countersign_flags INTERFACE -fPIC -pthread)   # programs too: a copy serves only one kind of code
  target_link_libraries(cs_headers PUBLIC countersign_flags)
  target_precompile_headers(cs_headers PRIVATE ${CMAKE_CURRENT_LIST_DIR}/headers.hpp)
endif()
function(countersign_precompiled target)
  if(COUNTERSIGN_PRECOMPILED)
    target_precompile_headers(${target} REUSE_FROM cs_headers)
  endif()
endfunction()

function(countersign_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS" ${ARGN})
  add_library(cs_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(cs_${name} PUBLIC countersign_flags ${ROOM_LINKS})
  countersign_precompiled(cs_${name})
endfunction()

function(countersign_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(test_${name} ${TEST_SOURCES})
  target_link_libraries(test_${name} PRIVATE countersign_flags ${TEST_LINKS} GTest::gtest_main)
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  countersign_precompiled(test_${name})
  set(when POST_BUILD)
  if(COUNTERSIGN_SANITIZE)
    set(when PRE_TEST)   # the build need not be able to run what it makes
  endif()
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_MODE ${when} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
