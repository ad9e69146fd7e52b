/** A sentence on each control, for whoever points at it: nothing that the first paint needs. @type {Record<string, () => Promise<{default: Record<string, string>}>>} */
const TIPS = { en: () => import('./tips/en.js'), ko: () => import('./tips/ko.js') };

/** @param {string} language @returns {Promise<Record<string, string>>} by their keys */
export const tipsOf = async (language) => (await (TIPS[language] ?? TIPS.en)()).default;
