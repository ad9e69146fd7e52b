/** The article as HTML, one module a language, made by scripts/article-plugin.mjs when the page is built. */
declare module 'virtual:article/*' {
  const html: string;
  export default html;
}
