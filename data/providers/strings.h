/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The texts of the profiles in this folder, shown to the translators here because xgettext reads no
 * JSON. Never compiled; tests/provider/test-profile.c holds it against the profiles. */

N_("This Computer")
N_("Trains small models here. No account, nothing leaves this computer.")
N_("Attune Practice Model")
N_("OpenAI")
N_("For organizations that may still fine-tune there. Needs an API key with credit.")
N_("OpenAI is closing fine-tuning. Organizations that had never used it have been refused since May 7, 2026, and inactive ones since July 2, 2026. Nobody can start a fine-tune from January 6, 2027, and the models made with it stop on January 14, 2027.")
N_("GPT-4.1 mini")
N_("GPT-4.1")
N_("GPT-4o mini")
N_("GPT-4o")
N_("OpenAI-Compatible Service")
N_("Any other service or server of your own that speaks OpenAI’s protocol.")
