/** The German texts. Missing ones are shown in English. */
export default { 'train.play': 'Trainieren', 'train.pause': 'Pause' };
