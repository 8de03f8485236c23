import type { Metadata } from "next";
import { DoorFrame } from "@/components/auth/door-frame";
import { WelcomeForm } from "@/components/auth/welcome-form";
import { words } from "@/lib/i18n/words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("auth"))("welcome.title") };
}

/** Where an invitation leads. */
export default function WelcomePage() {
  return (
    <DoorFrame areas={["errors"]}>
      <WelcomeForm />
    </DoorFrame>
  );
}
