/** The symbols of the strings, where only letters can stand: in names, titles, and in the page before any script has run. @type {Record<string, string>} */
export const PLAIN = { mu: 'μ', sigma: 'σ', epsilon: 'ε', z: 'z', x: 'x', xhat: 'x̂', xi: 'xᵢ', before: 'x₁…xᵢ₋₁' };
