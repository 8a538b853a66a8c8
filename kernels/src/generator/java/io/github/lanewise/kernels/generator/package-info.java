/**
 * Runs while {@code kernels} is built and writes Java sources: the SIMD loops of elementwise
 * kernels from their scalar definitions, register tiles of GEMM, transpositions and dot products.
 * Start reading at {@link io.github.lanewise.kernels.generator.GenerateKernels}.
 */
package io.github.lanewise.kernels.generator;
