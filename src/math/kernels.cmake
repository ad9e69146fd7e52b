# The kernels: src/math/kernels_target.cpp compiled for several kinds of processor. A program links the sets that it
# may need with latentpad_use_kernels(), and chooses among them when it runs.

# latentpad_kernels(NAME FUSED BYTES TILE_ROWS TILE_VECTORS CPU [compiler flags])
# The tile of C, TILE_ROWS x TILE_VECTORS vectors, was the quickest that was measured (scripts/bench.sh --only gemm).
function(latentpad_kernels name fused bytes rows vectors cpu)
  add_library(latentpad_kernels_${name} OBJECT EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/src/math/kernels_target.cpp)
  target_link_libraries(latentpad_kernels_${name} PRIVATE latentpad_settings)
  target_compile_definitions(latentpad_kernels_${name} PRIVATE LATENTPAD_KERNELS=${name} LATENTPAD_FUSED=${fused}
    LATENTPAD_VECTOR_BYTES=${bytes} LATENTPAD_TILE_ROWS=${rows} LATENTPAD_TILE_VECTORS=${vectors})
  if(cpu)
    target_compile_definitions(latentpad_kernels_${name} PRIVATE "LATENTPAD_CPU=${cpu}")
  endif()
  # -Wno-psabi: wide vectors are passed to functions that are inlined, so there is no convention to break.
  target_compile_options(latentpad_kernels_${name} PRIVATE -Wno-psabi ${latentpad_arithmetic_options} ${ARGN})
endfunction()

# latentpad_use_kernels(TARGET SET...): of each class the widest last.
function(latentpad_use_kernels target)
  set(declarations "")
  set(pointers "")
  foreach(name IN LISTS ARGN)
    string(APPEND declarations "extern const KernelSet kKernels_${name};\n")
    string(APPEND pointers "&kKernels_${name}, ")
    target_link_libraries(${target} PRIVATE latentpad_kernels_${name})
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/src/math/compiled_kernels.cpp.in
    ${CMAKE_CURRENT_BINARY_DIR}/compiled_kernels_${target}.cpp @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/compiled_kernels_${target}.cpp)
endfunction()

if(EMSCRIPTEN AND NOT LATENTPAD_SIMD)
  # The compiler takes the vectors apart; a small tile, since it then has that many more numbers to hold.
  latentpad_kernels(plain 0 16 2 1 "")
  set(latentpad_all_kernels plain)
elseif(EMSCRIPTEN)
  latentpad_kernels(simd128 0 16 6 2 "")
  latentpad_kernels(relaxed 1 16 6 2 "" -mrelaxed-simd)
  set(latentpad_all_kernels simd128 relaxed)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  latentpad_kernels(sse2 0 16 6 2 "")
  latentpad_kernels(avx2 0 32 4 3 "__builtin_cpu_supports(\"avx2\")" -mavx2)
  latentpad_kernels(avx512 0 64 8 2 "__builtin_cpu_supports(\"avx512f\"),__builtin_cpu_supports(\"avx512dq\")"
    -mavx512f -mavx512dq -mprefer-vector-width=512)
  latentpad_kernels(avx2_fma 1 32 4 3 "__builtin_cpu_supports(\"avx2\"),__builtin_cpu_supports(\"fma\")" -mavx2 -mfma)
  latentpad_kernels(avx512_fma 1 64 8 2
    "__builtin_cpu_supports(\"avx512f\"),__builtin_cpu_supports(\"avx512dq\"),__builtin_cpu_supports(\"fma\")"
    -mavx512f -mavx512dq -mfma -mprefer-vector-width=512)
  set(latentpad_all_kernels sse2 avx2 avx512 avx2_fma avx512_fma)
else()
  # On 64-bit ARM every processor has fused multiply-adds.
  latentpad_kernels(generic 0 16 6 2 "")
  latentpad_kernels(generic_fma 1 16 6 2 "")
  set(latentpad_all_kernels generic generic_fma)
endif()

# One set of each class, where every instruction is instrumented and compiling all of them takes a minute: the narrowest
# exact one and a wide fused one. The ends of rows are where a kernel could read too far.
set(latentpad_few_kernels ${latentpad_all_kernels})
if("avx2_fma" IN_LIST latentpad_all_kernels)
  set(latentpad_few_kernels sse2 avx2_fma)
endif()
