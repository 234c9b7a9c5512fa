/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-archive-member"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-error.h"

#define NAMED_MAX 3

/* Of a name that is shown: its end says most. */
#define TITLE_LENGTH_MAX 120

/* What can be imported, and what it may be packed in. */
static const char * const data_suffixes[] = {
  "jsonl", "ndjson", "json", "csv", "tsv", "tab", "txt", "xlsx", "xls", "ods", "gz", "zst", "zip", NULL
};

/* What nobody who chooses an archive means by its data. */
static const char * const other_suffixes[] = {
  "png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "svg", "ico", "heic",
  "mp3", "wav", "flac", "ogg", "m4a", "mp4", "mkv", "avi", "mov", "webm",
  "pdf", "doc", "docx", "ppt", "pptx", "odt", "odp", "epub", "ttf", "otf", "woff", "woff2",
  "exe", "dll", "so", "pyc", "class", "jar", NULL
};

AttuneArchiveMember *
attune_archive_member_new (const char *name,
                           goffset     size)
{
  AttuneArchiveMember *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (AttuneArchiveMember, 1);
  self->name = g_strdup (name);
  self->size = size;

  return self;
}

void
attune_archive_member_free (AttuneArchiveMember *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self);
}

/* Line ends would make other rows of it, and marks of direction let it be read as another name. */
static char *
dup_harmless (const char *name)
{
  g_autoptr(GString) title = g_string_new (NULL);
  gsize length = (gsize)g_utf8_strlen (name, -1);

  if (length > TITLE_LENGTH_MAX)
    {
      name = g_utf8_offset_to_pointer (name, (long)(length - TITLE_LENGTH_MAX));
      g_string_append (title, "…");
    }

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      g_string_append_unichar (title,
                               type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
                               type == G_UNICODE_LINE_SEPARATOR ||
                               type == G_UNICODE_PARAGRAPH_SEPARATOR ? 0xfffd : c);
    }

  return g_string_free (g_steal_pointer (&title), FALSE);
}

/**
 * attune_archive_member_dup_title:
 * @self: a member
 *
 * Returns: (transfer full): its name for a person, on one line, and its size when that is known
 */
char *
attune_archive_member_dup_title (const AttuneArchiveMember *self)
{
  g_autofree char *name = NULL;
  g_autofree char *size = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  name = dup_harmless (self->name);

  if (self->size < 0)
    return g_steal_pointer (&name);

  size = g_format_size ((guint64)self->size);

  /* Translators: the name of a file inside an archive, and its size. */
  return g_strdup_printf (_("%s (%s)"), name, size);
}

static gboolean
has_suffix (const char         *name,
            const char * const *suffixes)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *suffix = dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;

  return suffix != NULL && g_strv_contains (suffixes, suffix);
}

/* What programs add on their own and nobody means when they say that there is a file inside. */
static gboolean
is_clutter (const char *name)
{
  const char *base = strrchr (name, '/');

  base = base != NULL ? base + 1 : name;

  return g_str_has_suffix (name, "/") || g_str_has_prefix (name, "__MACOSX/") || *base == '.' ||
         g_ascii_strcasecmp (base, "Thumbs.db") == 0 ||
         g_ascii_strcasecmp (base, "desktop.ini") == 0;
}

/**
 * attune_archive_member_may_be_data:
 * @name: the name of a member
 *
 * Returns: whether somebody may mean it when they import the archive, by its name alone
 */
gboolean
attune_archive_member_may_be_data (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return !is_clutter (name) && !has_suffix (name, other_suffixes);
}

/**
 * attune_archive_member_is_data:
 * @name: the name of a member
 *
 * Returns: whether it is named like a file of data
 */
gboolean
attune_archive_member_is_data (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return has_suffix (name, data_suffixes);
}

static char *
join_names (GPtrArray *members)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (members->len, NAMED_MAX); i++)
    {
      const AttuneArchiveMember *member = g_ptr_array_index (members, i);
      g_autofree char *name = dup_harmless (member->name);

      /* Translators: %s is the name of one of several files in a list. */
      g_string_append_printf (names, i > 0 ? _(", “%s”") : _("“%s”"), name);
    }

  if (members->len > NAMED_MAX)
    g_string_append (names, " …");

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static const AttuneArchiveMember *
find (GPtrArray  *members,
      const char *name)
{
  for (guint i = 0; i < members->len; i++)
    {
      const AttuneArchiveMember *member = g_ptr_array_index (members, i);

      if (g_str_equal (member->name, name))
        return member;
    }

  return NULL;
}

/* The largest by far is the data, and the others describe it. */
static const AttuneArchiveMember *
find_likeliest (GPtrArray *members)
{
  const AttuneArchiveMember *likeliest = NULL;
  gboolean is_data = FALSE;

  for (guint i = 0; i < members->len; i++)
    {
      const AttuneArchiveMember *member = g_ptr_array_index (members, i);
      gboolean looks_like_data = attune_archive_member_is_data (member->name);

      if (likeliest == NULL || (looks_like_data && !is_data) ||
          (looks_like_data == is_data && member->size > likeliest->size))
        {
          likeliest = member;
          is_data = looks_like_data;
        }
    }

  return likeliest;
}

/**
 * attune_archive_member_choose:
 * @members: (element-type AttuneArchiveMember): the members of an archive that may be data
 * @wanted: (nullable): the name of the one that was asked for; %NULL for the largest of a known
 *   format
 * @display_name: the name of the archive, for sentences
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA when there is none, or not the one that was asked for.
 *
 * Returns: (transfer none) (nullable): one of @members
 */
const AttuneArchiveMember *
attune_archive_member_choose (GPtrArray   *members,
                              const char  *wanted,
                              const char  *display_name,
                              GError     **error)
{
  const AttuneArchiveMember *member;
  g_autofree char *names = NULL;

  g_return_val_if_fail (members != NULL, NULL);
  g_return_val_if_fail (display_name != NULL, NULL);

  member = wanted != NULL ? find (members, wanted) : find_likeliest (members);

  if (member != NULL)
    return member;

  if (members->len == 0)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("There is no file inside “%s” that could hold examples, such as JSON, CSV or "
                          "plain text. Choose another file."),
                        display_name);
      return NULL;
    }

  names = join_names (members);
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: the first %s is the name of a file inside another, the second
                     * that of the other, the third a list of names. */
                    _("There is no “%s” inside “%s”, only %s. Choose one of these."),
                    wanted, display_name, names);

  return NULL;
}
