import "server-only";
import type { DrillUndo } from "@/db/schema/drills";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { AccountPatch, SimulatorAccount, SimulatorDoor } from "@/lib/transports/simulator-port";
import type { DrillPlant } from "./drill-faults";

type Doors = Pick<Runtime, "env" | "sandbox" | "simulator">;
export type DrillPlace = { roomId: string | null; tenantId: number | null; sender: string | null };

/** Nobody calls from there: an address of documents. */
const NO_IP = ["192.0.2.1"];
const WRONG_SECRET = "WRONGSECRETWORTHNOTHING00000000";

/** What has to be done to be as before; read before anything is changed. */
export async function drillUndo(doors: Doors, plant: DrillPlant, place: DrillPlace): Promise<DrillUndo> {
  switch (plant.at) {
    case "room":
      return { at: "room", kind: plant.kind, roomId: place.roomId ?? "" };
    case "door":
      return { at: "door", route: plant.fault.route };
    case "number":
      return { at: "number" };
    case "account": {
      const account = await accountOf(doors);
      const base = { at: "account", accountId: account.accountId, tenantId: place.tenantId ?? 0 } as const;
      if (plant.change === "secret") return { ...base, patch: {}, secret: true };
      return { ...base, patch: before(account, plant.change) };
    }
  }
}

const before = (account: SimulatorAccount, change: "balance" | "ip" | "sender"): AccountPatch => {
  if (change === "balance") return { balance: account.balance, point: account.point };
  return change === "ip" ? { allowedIps: account.allowedIps } : { senders: account.senders };
};

/** Makes it go wrong from now on. */
export async function plantFault(doors: Doors, plant: DrillPlant, place: DrillPlace): Promise<void> {
  switch (plant.at) {
    case "number":
      return;
    case "room": {
      const { kind, ms, times } = plant;
      const more = { ...(ms !== undefined && { ms }), ...(times !== undefined && { times }) };
      return doors.sandbox?.addFault({ kind, ...more, ...(place.roomId && { roomId: place.roomId }) });
    }
    case "door":
      return simulatorOf(doors).addFault(plant.fault);
    case "account": {
      const account = await accountOf(doors);
      const patch: AccountPatch = {
        balance: { balance: 0, point: 0 },
        ip: { allowedIps: NO_IP },
        secret: { apiSecret: WRONG_SECRET },
        sender: {
          senders: account.senders.map((one) =>
            one.phoneNumber === place.sender ? { ...one, status: "EXPIRED" } : one,
          ),
        },
      }[plant.change];
      return simulatorOf(doors).change(account.accountId, patch);
    }
  }
}

/** As before. May be done twice. */
export async function unplantFault(doors: Doors, undo: DrillUndo): Promise<void> {
  switch (undo.at) {
    case "number":
      return;
    case "room":
      return doors.sandbox?.clearFaults({ kind: undo.kind as never, roomId: undo.roomId });
    case "door":
      return simulatorOf(doors).clearFaults(undo.route);
    case "account": {
      const secret = undo.secret && doors.env.SOLAPI_API_SECRET;
      return simulatorOf(doors).change(undo.accountId, { ...undo.patch, ...(secret && { apiSecret: secret }) });
    }
  }
}

function simulatorOf({ simulator }: Doors): SimulatorDoor {
  if (!simulator) throw new AppError("forbidden", { message: "drillLive" });
  return simulator;
}

/** The platform's own account at the stand-in. */
async function accountOf(doors: Doors): Promise<SimulatorAccount> {
  const account = (await simulatorOf(doors).accounts()).find(({ apiKey }) => apiKey === doors.env.SOLAPI_API_KEY);
  if (!account) throw new AppError("conflict", { message: "drillNoTarget" });
  return account;
}
