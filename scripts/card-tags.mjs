/** What other sites show of the page: the preview of a link, and structured data for search engines. */

/** Of web/public/card.png. */
export const kCard = { width: 1280, height: 800 };

/**
 * They require absolute image URLs, so a site needs its URL for the card.
 * @param {{title: string, description: string, alt: string}} texts
 * @param {string} [address]  URL of the page, or of any file in its folder; by default the image's URL is relative
 * @returns {import('vite').HtmlTagDescriptor[]}
 */
export function cardTags({ title, description, alt }, address) {
  const site = address ? new URL('./', address).href : './';
  /** @type {(name: string, value: string) => import('vite').HtmlTagDescriptor} */
  const meta = (name, value) => ({
    tag: 'meta',
    attrs: { [name.startsWith('og:') ? 'property' : 'name']: name, content: value },
    injectTo: 'head',
  });
  return [
    meta('og:type', 'website'),
    meta('og:locale', 'en_US'),
    meta('og:locale:alternate', 'ko_KR'),
    meta('og:title', title),
    meta('og:description', description),
    meta('og:image', `${site}card.png`),
    meta('og:image:width', String(kCard.width)),
    meta('og:image:height', String(kCard.height)),
    meta('og:image:alt', alt),
    meta('twitter:card', 'summary_large_image'),
    {
      tag: 'script',
      // A block of data: the page's policy, which forbids scripts in the page, does not apply to it.
      attrs: { type: 'application/ld+json' },
      children: JSON.stringify({
        '@context': 'https://schema.org',
        '@type': ['LearningResource', 'WebApplication'],
        name: 'latentpad',
        headline: title,
        description,
        image: `${site}card.png`,
        inLanguage: ['en', 'ko'],
        learningResourceType: 'interactive simulation',
        educationalUse: ['self-study', 'demonstration'],
        about: ['variational autoencoder', 'autoencoder', 'latent variable model', 'evidence lower bound', 'MNIST'],
        applicationCategory: 'EducationalApplication',
        browserRequirements: 'JavaScript, WebAssembly',
        isAccessibleForFree: true,
        ...(address ? { url: site } : {}),
      }),
      injectTo: /** @type {const} */ ('head'),
    },
    ...(address
      ? [
          meta('og:url', site),
          { tag: 'link', attrs: { rel: 'canonical', href: site }, injectTo: /** @type {const} */ ('head') },
        ]
      : []),
  ];
}
