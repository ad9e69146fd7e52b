/**
 * A run's settings in short, in the field's signs, which are no language: “VAE 128–64–2, β 4, #3”. What is as usual is
 * left out.
 * @param {{model: string, hidden: number[], latentDim: number, activation: string}} config
 * @param {import('../../engine/messages.js').TrainingConfig} training
 * @param {(pixels: string) => string} [pixelsName]
 * @returns {string}
 */
export function runName({ model, hidden, latentDim, activation }, training, pixelsName = (name) => name) {
  const { objective, importanceSamples, beta, betaWarmupSteps, learningRate, batchSize, pixels, digits = [], seed } = training;
  const sizes = [...hidden, ...(latentDim > 0 ? [latentDim] : [])].join('–');
  return [
    `${model.toUpperCase()} ${sizes}`.trim(),
    activation === 'relu' ? '' : activation,
    objective === 'iwae' ? `IWAE k ${importanceSamples}` : '',
    beta === 1 ? '' : `β ${beta}`,
    betaWarmupSteps > 0 ? `β 0→${beta} : ${betaWarmupSteps}` : '',
    learningRate === 0.001 ? '' : `η ${learningRate}`,
    batchSize === 128 ? '' : `n ${batchSize}`,
    pixels === 'binarized' ? '' : pixelsName(pixels),
    digits.length > 0 && digits.length < 10 ? `{${digits.join(' ')}}` : '',
    `#${seed}`,
  ].filter(Boolean).join(', ');
}
