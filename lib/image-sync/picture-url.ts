/**
 * Address of a candidate's picture, for whoever may read the run: of a row by its id, of a file without a row as the finding's
 * own. `findingDetail` gives it as `src` where the file is there.
 */
export const pictureUrl = (runId: number, findingId: number, imageId: number | null): string =>
  `/api/image-sync/runs/${runId}/findings/${findingId}/picture${imageId === null ? "" : `?image=${imageId}`}`;
