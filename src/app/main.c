/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune"

#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "attune-application.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AttuneApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  dex_init ();
  application = attune_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
