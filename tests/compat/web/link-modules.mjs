// The page's link parser.
export { parseLink } from '../../../web/core/link/link.js';
export { planModel } from '../../../web/core/link/link-run.js';
export { LINK_TABLE } from '../../../web/core/link/link-table.js';
