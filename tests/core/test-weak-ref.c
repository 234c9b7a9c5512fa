/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-weak-ref"

#include "config.h"

#include <libdex.h>

#include "attune-weak-ref.h"

static void
test_does_not_keep (void)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  GWeakRef *weak_ref = attune_weak_ref_new (object);
  g_autoptr(GObject) strong = g_weak_ref_get (weak_ref);

  g_assert_true (strong == object);
  g_clear_object (&strong);

  g_assert_finalize_object (object);
  g_assert_null (g_weak_ref_get (weak_ref));
  attune_weak_ref_free (weak_ref);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/WeakRef/does-not-keep", test_does_not_keep);

  return g_test_run ();
}
