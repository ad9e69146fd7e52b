/** The German explanations of the controls. Missing ones are shown in English. */
export default {};
