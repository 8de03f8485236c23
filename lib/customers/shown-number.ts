/** How a number is shown without opening it: mobile numbers begin with 010 since the last others were switched off. */
export const shownNumber = (last4: string): string => `010-****-${last4}`;
