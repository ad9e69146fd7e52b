/** A drawing that is no digit, as a link has it: a spiral of two and a half turns, as the pad would have recorded it. */
export const SPIRAL =
  'AWJV0AiACAYMBBAAEgEQESQLECMaFQgZBhkAGQMZBxkNFxEVFREZDR0JIQMhAiMIIw4jFCEaHyAZJBUoESwJLAEwBC4MLBQqGiYiICgaLhQ0CjYEOAc4DzgXNiEyKSwxJjcgOxRBDEECQQlBEz8dOSczMSk7Iz8XRwtLAEsMTRhLJEcuQTo5RC9MJ1IZVg1WAFgOVhxQKko4QkI4TCpUHFwOYgBiD2IfXi9aPVJJSFU-XS5lIGsOawFrEWkjYTVZQ09RQV0xaSFv';
