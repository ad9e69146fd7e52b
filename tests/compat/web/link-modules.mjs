// Where the page's link is read.
export { parseLink } from '../../../web/core/link/link.js';
export { planModel } from '../../../web/core/link/link-run.js';
export { LINK_TABLE } from '../../../web/core/link/link-table.js';
