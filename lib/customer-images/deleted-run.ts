/**
 * Pictures people deleted lie in quarantine beside what runs of the reconciliation set aside, under a run number that none of them
 * ever reaches and the id of their row: `<run>/<image>/<key>`.
 */
export const DELETED_RUN = 9_000_000_000_000_000;
