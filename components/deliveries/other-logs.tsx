"use client";
import dynamic from "next/dynamic";

/** The parts of the ledger that are looked at now and then: each comes with its own code, and no other part has it. */
export const PhonePart = dynamic(() => import("./phone-logs").then((module) => module.PhoneLogs));
export const AllPart = dynamic(() => import("./all-logs").then((module) => module.AllLogs));
