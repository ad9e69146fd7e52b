/** The article and the story as HTML, one module a language, made by scripts/reading-plugin.mjs when the page is built. */
declare module 'virtual:article/*' {
  const html: string;
  export default html;
}
declare module 'virtual:story/*' {
  const html: string;
  export default html;
}
