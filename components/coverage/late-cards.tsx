"use client";
import dynamic from "next/dynamic";

/** Drawn by the server like the rest; what makes them live comes on its own, after the figures. */
export const TrendCard = dynamic(() => import("./trend-card").then((module) => module.TrendCard));
export const SplitCard = dynamic(() => import("./split-card").then((module) => module.SplitCard));
export const WhyCard = dynamic(() => import("./why-card").then((module) => module.WhyCard));
