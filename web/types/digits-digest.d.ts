/** The SHA-256 of the site's own digits, in hex, by scripts/digits-digest.mjs when the page is built. */
declare module 'virtual:digits-digest' {
  const sha256: string;
  export default sha256;
}
