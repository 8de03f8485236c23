import { causesAtAccept } from "./causes-at-accept";
import { causesAtProvider } from "./causes-at-provider";
import { causesOnTheWay } from "./causes-on-the-way";
import { fixesElsewhere } from "./fixes-elsewhere";
import { fixesOfMessages } from "./fixes-of-messages";

/** The table of blocking conditions in words: what happened and why, and what to do, how, and whom to ask where one may not. */
export const diagnosisCauses = {
  cause: { ...causesAtAccept, ...causesOnTheWay, ...causesAtProvider },
  fix: { ...fixesOfMessages, ...fixesElsewhere },
};
