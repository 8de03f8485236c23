"use client";
import { ArrowRight, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Why } from "@/components/ui/why";
import { type OrgSight, useOrg } from "./use-org";

// The forms come when they are asked for: the screen itself is for reading.
const MoveDialog = dynamic(() => import("./move-dialog"), { ssr: false });
const OrgSheet = dynamic(() => import("./org-sheet"), { ssr: false });
const PersonSheet = dynamic(() => import("./person-sheet"), { ssr: false });

type Props = { sight: OrgSight; updatedAt: string; activeSchedules: number };

/** What can be done with the organisation looked at. */
export function OrgActions({ sight, updatedAt, activeSchedules }: Props) {
  const { node, nodes, rights } = useOrg(sight);
  const t = useTranslations("orgs");
  const [shown, setShown] = useState<"move" | "org" | "person" | null>(null);
  // A new opening starts with an empty form.
  const [turn, setTurn] = useState(0);
  const show = (what: typeof shown) => {
    setTurn(turn + 1);
    setShown(what);
  };
  const door = { open: true, onOpenChange: (open: boolean) => !open && setShown(null) };
  const why = rights.addPerson ?? rights.addOrg ?? rights.move;
  return (
    <div className="grid justify-items-end gap-1.5 max-md:w-full max-md:justify-items-stretch">
      <div className="flex flex-wrap gap-2 max-md:[&>button]:flex-1">
        <Button disabled={rights.move !== null} aria-describedby="why-not" onClick={() => show("move")}>
          <ArrowRight aria-hidden />
          {t("move.button")}
        </Button>
        <Button disabled={rights.addOrg !== null} aria-describedby="why-not" onClick={() => show("org")}>
          <Plus aria-hidden />
          {t("add.button")}
        </Button>
        <Button
          variant="primary"
          disabled={rights.addPerson !== null}
          aria-describedby="why-not"
          onClick={() => show("person")}
          className="max-md:basis-full"
        >
          <Plus aria-hidden />
          {t("person.button")}
        </Button>
      </div>
      {why && <Why id="why-not">{t(`why.${why}`)}</Why>}
      {shown === "move" && <MoveDialog key={turn} {...door} node={node} nodes={nodes} />}
      {shown === "org" && <OrgSheet key={turn} {...door} mode="add" node={node} updatedAt={updatedAt} isOwn={false} />}
      {shown === "person" && (
        <PersonSheet key={turn} {...door} node={node} nodes={nodes} activeSchedules={activeSchedules} />
      )}
    </div>
  );
}
