/** The present instant. In production it is the database's clock (C-52), in tests whatever the test says. */
export type Clock = () => Promise<Date>;
