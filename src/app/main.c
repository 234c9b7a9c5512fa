/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune"

#include "config.h"

#include <libdex.h>

#include "attune-application.h"
#include "attune-i18n.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AttuneApplication) application = NULL;

  dex_init ();
  attune_i18n_init ();
  application = attune_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
