/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "attune-setting-row.h"
#include "attune-ui-test.h"

typedef struct
{
  double   value;      /* NAN: automatic */
  gboolean is_valid;
} Chosen;

static void
changed_cb (const char *name,
            JsonNode   *value,
            const char *problem,
            gpointer    user_data)
{
  Chosen *chosen = user_data;

  chosen->value = value != NULL ? json_node_get_double (value) : NAN;
  chosen->is_valid = problem == NULL;
}

/* Typing, and then going on to something else. */
static void
type (GtkWidget  *row,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_spin_row_update (ADW_SPIN_ROW (row));
}

static void
test_number (void)
{
  AttuneSetting setting = {
    .name = (char *)"penalty",
    .title = (char *)"Penalty",
    .kind = ATTUNE_SETTING_NUMBER,
    .minimum = -2,
    .maximum = 2,
  };
  Chosen chosen = { NAN, TRUE };
  GtkWidget *window = adw_window_new ();
  GtkWidget *row = attune_setting_row_new (&setting, NULL, NULL, changed_cb, &chosen, NULL);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_window_set_content (ADW_WINDOW (window), list);
  attune_ui_test_present (GTK_WINDOW (window));

  type (row, "0.5");
  g_assert_true (chosen.is_valid);
  g_assert_cmpfloat (chosen.value, ==, 0.5);

  /* It is refused while it stands there, and then what was before is there again. */
  gtk_editable_set_text (GTK_EDITABLE (row), "7");
  g_assert_false (chosen.is_valid);

  for (guint i = 0; i < 2; i++)
    {
      type (row, i == 0 ? "7" : "much");
      g_assert_true (chosen.is_valid);
      g_assert_cmpfloat (chosen.value, ==, 0.5);
      g_assert_cmpfloat (adw_spin_row_get_value (ADW_SPIN_ROW (row)), ==, 0.5);
    }

  type (row, "Automatic");
  g_assert_true (chosen.is_valid && isnan (chosen.value));
  type (row, "-3");
  g_assert_true (chosen.is_valid && isnan (chosen.value));

  /* What is being typed gives way as well. */
  gtk_editable_set_text (GTK_EDITABLE (row), "0.5");
  g_assert_cmpfloat (chosen.value, ==, 0.5);
  attune_setting_row_set_value (row, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Automatic");
  g_assert_true (chosen.is_valid && isnan (chosen.value));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/Attune/SettingRow/number", test_number);

  return g_test_run ();
}
