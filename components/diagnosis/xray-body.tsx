import type { ReactNode } from "react";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { Knows } from "./xray-knows";
import { Layers } from "./xray-layers";
import { momentsOf } from "./xray-story";
import { Timeline } from "./xray-timeline";

/** Under the answer and its fix: the four columns, the line, what is known, and whatever the page adds. */
export function XrayBody({ xray, fix, children }: { xray: Xray; fix: ReactNode; children?: ReactNode }) {
  const firstAt = new Date(momentsOf(xray)[0] ?? Date.parse(xray.now)).toISOString();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {fix}
      <Layers xray={xray} firstAt={firstAt} />
      <Timeline xray={xray} firstAt={firstAt} />
      <Knows xray={xray} />
      {children}
    </div>
  );
}
