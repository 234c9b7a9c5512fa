/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-i18n"

#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "attune-i18n.h"

/**
 * attune_i18n_init:
 *
 * Takes the language of the environment and finds our texts in it. Called by every program, first
 * of all. `ATTUNE_LOCALE_DIR` names the catalogues of a build that is not installed.
 */
void
attune_i18n_init (void)
{
  const char *dir = g_getenv ("ATTUNE_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
