/** Of a file of customers. Apart from its reader, so that a screen can say them before sending. */
export const XLSX_MAX_BYTES = 20 * 1_048_576;
export const CSV_MAX_BYTES = 200 * 1_048_576;
