/** The lines of C++ beside the lesson, cut from the sources by scripts/lesson-code.mjs when the page is built. */
declare module 'virtual:lesson-code' {
  const code: Record<string, Record<string, { file: string; line: number; text: string }[]>>;
  export default code;
}
