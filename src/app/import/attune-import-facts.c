/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-facts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-encoding.h"
#include "attune-format.h"
#include "attune-json-arrays.h"

#include "attune-import-combo.h"
#include "attune-import-facts.h"
#include "attune-import-separators.h"

struct _AttuneImportFacts
{
  AdwPreferencesGroup  parent_instance;

  AttuneImportState   *state;
  AttuneImportGlance  *glance;           /* that the rows have followed */
  gboolean             is_updating;      /* the rows follow the file, not the other way round */

  AdwActionRow        *name_row;
  AdwComboRow         *member_row;
  AdwComboRow         *sheet_row;
  AdwComboRow         *format_row;
  AdwComboRow         *records_path_row;
  AdwComboRow         *text_mode_row;
  AdwSwitchRow        *header_row;
  AdwComboRow         *encoding_row;
  AdwActionRow        *other_encoding_row;

  AttuneImportSeparators *separators_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportFacts, attune_import_facts, ADW_TYPE_PREFERENCES_GROUP)

static const AttuneFormat formats[] = {
  ATTUNE_FORMAT_JSONL, ATTUNE_FORMAT_JSON, ATTUNE_FORMAT_TABLE, ATTUNE_FORMAT_TEXT
};

static const struct
{
  AttuneTextMode  mode;
  const char     *title;
} text_modes[] = {
  { ATTUNE_TEXT_MODE_LINES, N_("One Line") },
  { ATTUNE_TEXT_MODE_PARAGRAPHS, N_("A Paragraph, up to an Empty Line") },
  { ATTUNE_TEXT_MODE_BLOCKS, N_("A Question and Its Answer, as in “Q: … A: …”") },
};

static void
fill_fixed_rows (AttuneImportFacts *self)
{
  g_autoptr(GStrvBuilder) titles = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) encoding_titles = g_strv_builder_new ();
  g_autoptr(GtkExpression) expression = NULL;
  g_auto(GStrv) strings = NULL;
  g_auto(GStrv) encoding_strings = NULL;
  const char *mode_titles[G_N_ELEMENTS (text_modes) + 1] = { NULL };
  const AttuneEncoding *encodings;
  gsize n_encodings;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    g_strv_builder_add (titles, attune_format_get_title (formats[i]));

  for (guint i = 0; i < G_N_ELEMENTS (text_modes); i++)
    mode_titles[i] = _(text_modes[i].title);

  encodings = attune_encoding_list (&n_encodings);

  for (gsize i = 0; i < n_encodings; i++)
    g_strv_builder_add (encoding_titles, attune_encoding_get_label (encodings[i].name));

  strings = g_strv_builder_end (titles);
  encoding_strings = g_strv_builder_end (encoding_titles);

  self->is_updating = TRUE;
  attune_import_combo_set_titles (self->format_row, (const char * const *)strings);
  attune_import_combo_set_titles (self->encoding_row, (const char * const *)encoding_strings);
  attune_import_combo_set_titles (self->text_mode_row, mode_titles);

  expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  adw_combo_row_set_expression (self->encoding_row, expression);
  adw_combo_row_set_search_match_mode (self->encoding_row, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_expression (self->member_row, expression);
  adw_combo_row_set_search_match_mode (self->member_row, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  self->is_updating = FALSE;

  attune_import_combo_show_in_full (self->encoding_row);
  attune_import_combo_show_in_full (self->member_row);
  attune_import_combo_show_in_full (self->sheet_row);
  attune_import_combo_show_in_full (self->records_path_row);
  attune_import_combo_show_in_full (self->text_mode_row);
}

static const char *
get_packing_title (AttunePacking packing)
{
  switch (packing)
    {
    case ATTUNE_PACKING_GZIP:
      return _("compressed with gzip");

    case ATTUNE_PACKING_ZSTD:
      return _("compressed with Zstandard");

    case ATTUNE_PACKING_ZIP:
      return _("in a ZIP file");

    case ATTUNE_PACKING_NONE:
    default:
      return NULL;
    }
}

static AttuneSource *
get_source (AttuneImportFacts *self)
{
  return attune_import_scanner_get_source (attune_import_state_get_reading (self->state));
}

static const char *
get_file_name (AttuneImportFacts *self)
{
  return attune_import_input_get_file_name (attune_import_state_get_input (self->state));
}

/* "talks.jsonl.gz · 12.3 MB, compressed with gzip" */
static void
update_name (AttuneImportFacts *self,
             AttuneSource      *source)
{
  const char *packing = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;

  size = g_format_size ((guint64)attune_source_get_file_size (source));

  /* A spreadsheet is a ZIP file inside, which nobody wants to know. */
  if (attune_source_get_sheets (source) == NULL)
    packing = get_packing_title (attune_source_get_packing (source));

  text = packing != NULL
           /* Translators: the name of a file, its size, and how it is packed. */
           ? g_strdup_printf (_("%s · %s, %s"), get_file_name (self), size, packing)
           /* Translators: the name of a file, and its size. */
           : g_strdup_printf (_("%s · %s"), get_file_name (self), size);

  if (attune_source_is_cut_off (source))
    {
      g_autofree char *length = g_format_size ((guint64)attune_source_get_length (source));
      g_autofree char *whole = g_steal_pointer (&text);

      /* Translators: the first %s is the name of a file, its size and how it is packed, the second
       * a size such as “1.2 MB”. */
      text = g_strdup_printf (_("%s. It is cut off: %s of text could be unpacked, and the rest is "
                                "missing."), whole, length);
    }

  if (attune_source_get_n_filled (source) > 0)
    {
      g_autofree char *whole = g_steal_pointer (&text);

      /* Translators: %s is the name of a file and its size. */
      text = g_strdup_printf (_("%s. What is in merged cells stands in each of their rows."), whole);
    }

  adw_action_row_set_subtitle (self->name_row, text);
}

static void
update_encoding (AttuneImportFacts *self,
                 AttuneSource      *source)
{
  const AttuneEncoding *encodings;
  const char *encoding = attune_source_get_encoding (source);
  const char *other = attune_source_get_other_encoding (source);
  gboolean is_guessed = attune_source_get_encoding_origin (source) == ATTUNE_ENCODING_GUESSED;
  gboolean is_shown = attune_source_get_sheets (source) == NULL;
  gsize n_encodings;

  encodings = attune_encoding_list (&n_encodings);

  for (guint i = 0; encoding != NULL && i < n_encodings; i++)
    if (g_str_equal (encodings[i].name, encoding))
      adw_combo_row_set_selected (self->encoding_row, i);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->encoding_row),
                                 is_guessed ? _("Recognised Encoding") : _("Encoding"));

  if (other != NULL)
    adw_action_row_set_subtitle (self->other_encoding_row, attune_encoding_get_label (other));

  /* In a spreadsheet there is nothing to choose. */
  gtk_widget_set_visible (GTK_WIDGET (self->encoding_row), is_shown);
  gtk_widget_set_visible (GTK_WIDGET (self->other_encoding_row), is_shown && other != NULL);
}

/* "train.jsonl (12.3 MB)" */
static void
update_members (AttuneImportFacts *self,
                AttuneSource      *source)
{
  GPtrArray *members = attune_source_get_members (source);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) titles = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->member_row), members != NULL && members->len > 1);

  if (members == NULL || members->len <= 1)
    return;

  for (guint i = 0; i < members->len; i++)
    g_strv_builder_take (builder, attune_archive_member_dup_title (g_ptr_array_index (members, i)));

  titles = g_strv_builder_end (builder);
  attune_import_combo_set_titles (self->member_row, (const char * const *)titles);

  for (guint i = 0; i < members->len; i++)
    if (g_strcmp0 (((AttuneArchiveMember *)g_ptr_array_index (members, i))->name,
                   attune_source_get_member (source)) == 0)
      adw_combo_row_set_selected (self->member_row, i);
}

static void
update_sheets (AttuneImportFacts *self,
               AttuneSource      *source)
{
  const char * const *sheets = attune_source_get_sheets (source);
  const char *sheet = attune_source_get_sheet (source);
  guint n_sheets = sheets != NULL ? g_strv_length ((char **)sheets) : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->sheet_row), n_sheets > 1);

  if (n_sheets <= 1)
    return;

  attune_import_combo_set_titles (self->sheet_row, sheets);

  for (guint i = 0; i < n_sheets; i++)
    if (g_strcmp0 (sheets[i], sheet) == 0)
      adw_combo_row_set_selected (self->sheet_row, i);
}

static void
update_table (AttuneImportFacts         *self,
              AttuneSource              *source,
              const AttuneReaderOptions *options)
{
  gboolean is_table = options->format == ATTUNE_FORMAT_TABLE;
  gboolean is_text = is_table && attune_source_get_sheets (source) == NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->header_row), is_table);
  gtk_widget_set_visible (GTK_WIDGET (self->separators_row), is_text);

  if (!is_table)
    return;

  attune_import_separators_show (self->separators_row, options);
  adw_switch_row_set_active (self->header_row, options->header == ATTUNE_HEADER_PRESENT);
}

/* "data.items (1,234)" */
static char *
dup_array_title (const AttuneJsonArray *array)
{
  g_autofree char *count = attune_format_count (array->n_elements);
  const char *name = g_str_equal (array->path, ATTUNE_JSON_ROOT) ? _("The Document Itself") : array->path;

  if (!array->is_complete)
    return g_strdup (name);

  /* Translators: where something is in a file, and how many there are. */
  return g_strdup_printf (_("%s (%s)"), name, count);
}

static void
update_records_path (AttuneImportFacts         *self,
                     const AttuneReaderOptions *options)
{
  AttuneImportGlance *glance = attune_import_state_get_glance (self->state);
  GPtrArray *arrays = glance != NULL ? attune_import_glance_get_arrays (glance) : NULL;
  gboolean is_choice = options->format == ATTUNE_FORMAT_JSON && arrays != NULL && arrays->len > 1;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) titles = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->records_path_row), is_choice);

  if (!is_choice)
    return;

  for (guint i = 0; i < arrays->len; i++)
    g_strv_builder_take (builder, dup_array_title (g_ptr_array_index (arrays, i)));

  titles = g_strv_builder_end (builder);
  attune_import_combo_set_titles (self->records_path_row, (const char * const *)titles);

  for (guint i = 0; i < arrays->len; i++)
    if (g_strcmp0 (((AttuneJsonArray *)g_ptr_array_index (arrays, i))->path,
                   options->records_path) == 0)
      adw_combo_row_set_selected (self->records_path_row, i);
}

static void
update_reader (AttuneImportFacts *self,
               AttuneSource      *source,
               AttuneReader      *reader)
{
  const AttuneReaderOptions *options = attune_reader_get_options (reader);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i] == options->format)
      adw_combo_row_set_selected (self->format_row, i);

  for (guint i = 0; i < G_N_ELEMENTS (text_modes); i++)
    if (text_modes[i].mode == options->text_mode)
      adw_combo_row_set_selected (self->text_mode_row, i);

  gtk_widget_set_visible (GTK_WIDGET (self->format_row), attune_source_get_sheets (source) == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->text_mode_row), options->format == ATTUNE_FORMAT_TEXT);
  update_table (self, source, options);
  update_records_path (self, options);
}

/* The rows that nearly every file has are there from the start, so that they are only filled. */
static void
show_nothing (AttuneImportFacts *self)
{
  const char *name = get_file_name (self);

  self->is_updating = TRUE;
  adw_action_row_set_subtitle (self->name_row, name != NULL ? name : "");
  adw_combo_row_set_selected (self->format_row, GTK_INVALID_LIST_POSITION);
  adw_combo_row_set_selected (self->encoding_row, GTK_INVALID_LIST_POSITION);
  gtk_widget_set_visible (GTK_WIDGET (self->format_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->encoding_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->other_encoding_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->member_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->records_path_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->text_mode_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->header_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->separators_row), FALSE);
  self->is_updating = FALSE;
}

/* While the file is read again, and when it could not be, the rows say what the person chose. */
static gboolean
is_ahead (AttuneImportFacts *self)
{
  AttuneImportGlance *glance = attune_import_state_get_glance (self->state);
  AttuneImportPhase phase = attune_import_state_get_phase (self->state);

  return !g_set_object (&self->glance, glance) && glance != NULL &&
         (phase == ATTUNE_IMPORT_READING || phase == ATTUNE_IMPORT_FAILED);
}

static void
update (AttuneImportFacts *self)
{
  AttuneSource *source = get_source (self);
  AttuneImportScanner *reading = attune_import_state_get_reading (self->state);
  AttuneReader *reader = attune_import_scanner_get_reader (reading);

  if (is_ahead (self))
    return;

  if (source == NULL || reader == NULL)
    {
      show_nothing (self);
      return;
    }

  self->is_updating = TRUE;
  update_name (self, source);
  update_encoding (self, source);
  update_members (self, source);
  update_sheets (self, source);
  update_reader (self, source, reader);
  self->is_updating = FALSE;
}

static AttuneImportChoices *
get_choices (AttuneImportFacts *self)
{
  return attune_import_input_get_choices (attune_import_state_get_input (self->state));
}

static void
member_cb (AttuneImportFacts *self)
{
  AttuneSource *source = get_source (self);
  guint selected = adw_combo_row_get_selected (self->member_row);
  GPtrArray *members = source != NULL ? attune_source_get_members (source) : NULL;
  const AttuneArchiveMember *member;

  if (self->is_updating || members == NULL || selected >= members->len)
    return;

  member = g_ptr_array_index (members, selected);
  attune_import_choices_set_member (get_choices (self), member->name);
}

static void
sheet_cb (AttuneImportFacts *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (self->sheet_row);

  if (!self->is_updating && item != NULL)
    attune_import_choices_set_sheet (get_choices (self), gtk_string_object_get_string (item));
}

static void
format_cb (AttuneImportFacts *self)
{
  guint selected = adw_combo_row_get_selected (self->format_row);

  if (!self->is_updating && selected < G_N_ELEMENTS (formats))
    attune_import_choices_set_format (get_choices (self), formats[selected]);
}

static void
records_path_cb (AttuneImportFacts *self)
{
  guint selected = adw_combo_row_get_selected (self->records_path_row);
  AttuneImportGlance *glance;
  AttuneJsonArray *array;
  GPtrArray *arrays;

  if (self->is_updating || (glance = attune_import_state_get_glance (self->state)) == NULL)
    return;

  arrays = attune_import_glance_get_arrays (glance);

  if (arrays == NULL || selected >= arrays->len)
    return;

  array = g_ptr_array_index (arrays, selected);
  attune_import_choices_set_records_path (get_choices (self), array->path);
}

static void
text_mode_cb (AttuneImportFacts *self)
{
  guint selected = adw_combo_row_get_selected (self->text_mode_row);

  if (!self->is_updating && selected < G_N_ELEMENTS (text_modes))
    attune_import_choices_set_text_mode (get_choices (self), text_modes[selected].mode);
}

static void
header_cb (AttuneImportFacts *self)
{
  gboolean is_present = adw_switch_row_get_active (self->header_row);

  if (!self->is_updating)
    attune_import_choices_set_header (get_choices (self),
                                      is_present ? ATTUNE_HEADER_PRESENT : ATTUNE_HEADER_ABSENT);
}

static void
encoding_cb (AttuneImportFacts *self)
{
  guint selected = adw_combo_row_get_selected (self->encoding_row);
  const AttuneEncoding *encodings;
  gsize n_encodings;

  encodings = attune_encoding_list (&n_encodings);

  if (!self->is_updating && selected < n_encodings)
    attune_import_choices_set_encoding (get_choices (self), encodings[selected].name);
}

static void
attune_import_facts_dispose (GObject *object)
{
  AttuneImportFacts *self = (AttuneImportFacts *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_FACTS);
  g_clear_object (&self->glance);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_import_facts_parent_class)->dispose (object);
}

static void
attune_import_facts_class_init (AttuneImportFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_facts_dispose;

  g_type_ensure (ATTUNE_TYPE_IMPORT_SEPARATORS);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, name_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, member_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, sheet_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, format_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, records_path_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, text_mode_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, header_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, encoding_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, other_encoding_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFacts, separators_row);
  gtk_widget_class_bind_template_callback (widget_class, member_cb);
  gtk_widget_class_bind_template_callback (widget_class, sheet_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_cb);
  gtk_widget_class_bind_template_callback (widget_class, records_path_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, header_cb);
  gtk_widget_class_bind_template_callback (widget_class, encoding_cb);
}

static void
attune_import_facts_init (AttuneImportFacts *self)
{
  /* A row selects its first entry when it is made, which nobody chose. */
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
  fill_fixed_rows (self);
}

void
attune_import_facts_set_state (AttuneImportFacts *self,
                               AttuneImportState *state)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_FACTS (self));
  g_return_if_fail (self->state == NULL && ATTUNE_IS_IMPORT_STATE (state));

  self->state = g_object_ref (state);
  attune_import_separators_set_state (self->separators_row, state);
  g_signal_connect_object (attune_import_state_get_input (state), "notify::file-name",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_reading (state), "notify::glance",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::phase", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
