// Suggestions outlive the page: they are brought back with their file until they are accepted or rejected.

import { createOffers } from "../store/offers.js";

/**
 * @param {import("../../types/local.d.ts").PageParts} parts
 * @returns {import("../../types/local.d.ts").Feature}
 */
export function createOffering({ ghosts, work }) {
  const offers = createOffers({ ghosts, document: work.document });
  return { shown: (document) => document && void offers.restore(document) };
}
