/** The symbols as plain text, for names, titles, and the page before any script has run. @type {Record<string, string>} */
export const PLAIN = { mu: 'μ', sigma: 'σ', epsilon: 'ε', z: 'z', x: 'x', xhat: 'x̂', xi: 'xᵢ', before: 'x₁…xᵢ₋₁' };
