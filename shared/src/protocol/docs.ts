/** The documents that follow from the contracts. Never bundled for a device. */
export { describe, type DescribedCapability, type DescribedRoute, type Description } from './docs/describe'
export { markdownOf } from './docs/markdown'
export { openApiOf } from './docs/openapi'
export { accessMeans, audienceMeans, closeMeans, ownFrames } from './docs/rules'
export { shapeOf } from './docs/shape'
