import { causesAtAccept } from "./causes-at-accept";
import { causesAtProvider } from "./causes-at-provider";
import { causesOnTheWay } from "./causes-on-the-way";
import { fixesElsewhere } from "./fixes-elsewhere";
import { fixesOfMessages } from "./fixes-of-messages";

export const diagnosisCauses = {
  cause: { ...causesAtAccept, ...causesOnTheWay, ...causesAtProvider },
  fix: { ...fixesOfMessages, ...fixesElsewhere },
};
