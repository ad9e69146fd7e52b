/** The teachers' page of each language that has one: the build makes it from languages/LANGUAGE/teaching.md. @type {Readonly<Record<string, string>>} */
export const FILES = Object.freeze({ en: 'teaching.html', ko: 'teaching.ko.html' });
