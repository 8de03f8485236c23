import type { ReactNode } from "react";
import { DatabaseDown } from "@/components/diagnosis/database-down";
import { ShellProvider } from "@/components/shell/shell-provider";
import { Sidebar } from "@/components/shell/sidebar";
import { SkipLink } from "@/components/shell/skip-link";
import { TabBar } from "@/components/shell/tab-bar";
import { ToastProvider } from "@/components/ui/toast";
import { Words } from "@/components/words/words";
import { diagnosisWithoutDatabase } from "@/lib/diagnosis/read-diagnosis";
import { unlessDatabaseDown } from "@/lib/http/unless-database-down";
import { words } from "@/lib/i18n/words";
import { shellData } from "./shell-data";

/** The frame. It shows who is signed in and decides nothing: every page asks for itself. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [data, t] = await Promise.all([unlessDatabaseDown(shellData()), words("shell")]);
  if (!data) return <DatabaseDown known={diagnosisWithoutDatabase(new Date())} />;
  return (
    <Words areas={["shell", "inbox"]}>
      <ToastProvider>
        <ShellProvider data={data}>
          <SkipLink label={t("skip")} />
          <div className="flex min-h-dvh bg-surface">
            <Sidebar data={data} />
            <div className="flex min-w-0 grow flex-col">{children}</div>
          </div>
          <TabBar data={data} />
        </ShellProvider>
      </ToastProvider>
    </Words>
  );
}
