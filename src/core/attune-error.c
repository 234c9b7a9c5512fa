/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-error"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-redact.h"

typedef struct
{
  char *detail;
} AttuneErrorPrivate;

static void
attune_error_private_init (AttuneErrorPrivate *priv)
{
  priv->detail = NULL;
}

static void
attune_error_private_copy (const AttuneErrorPrivate *src,
                           AttuneErrorPrivate       *dest)
{
  dest->detail = g_strdup (src->detail);
}

static void
attune_error_private_clear (AttuneErrorPrivate *priv)
{
  g_clear_pointer (&priv->detail, g_free);
}

G_DEFINE_EXTENDED_ERROR (AttuneError, attune_error)

G_GNUC_PRINTF (3, 0)
static GError *
new_error (AttuneError  code,
           const char  *detail,
           const char  *format,
           va_list      args)
{
  GError *error = g_error_new_valist (ATTUNE_ERROR, code, format, args);

  if (detail != NULL)
    attune_error_get_private (error)->detail = attune_redact (detail);

  return error;
}

/**
 * attune_error_new:
 * @code: what kind of failure it is
 * @detail: (nullable): the raw answer behind it, shown on request only; it is redacted and capped
 * @format: the sentence for the person; text from outside among its arguments must be redacted
 *   by the caller, see attune_redact()
 * @...: its arguments
 *
 * Returns: (transfer full): a new error of the domain %ATTUNE_ERROR
 */
GError *
attune_error_new (AttuneError  code,
                  const char  *detail,
                  const char  *format,
                  ...)
{
  GError *error;
  va_list args;

  g_return_val_if_fail (format != NULL, NULL);

  va_start (args, format);
  error = new_error (code, detail, format, args);
  va_end (args);

  return error;
}

/**
 * attune_set_error:
 * @error: (nullable) (out): where to put it
 * @code: what kind of failure it is
 * @detail: (nullable): the raw answer behind it; it is redacted and capped
 * @format: the sentence for the person
 * @...: its arguments
 *
 * Does nothing when @error is %NULL, as g_set_error() does.
 */
void
attune_set_error (GError      **error,
                  AttuneError   code,
                  const char   *detail,
                  const char   *format,
                  ...)
{
  va_list args;

  g_return_if_fail (error == NULL || *error == NULL);
  g_return_if_fail (format != NULL);

  if (error == NULL)
    return;

  va_start (args, format);
  *error = new_error (code, detail, format, args);
  va_end (args);
}

/**
 * attune_error_get_detail:
 * @error: an error of any domain
 *
 * Returns: (transfer none) (nullable): the raw answer behind @error, redacted; %NULL when there is
 *   none or when @error is not ours
 */
const char *
attune_error_get_detail (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return error->domain == ATTUNE_ERROR ? attune_error_get_private (error)->detail : NULL;
}

/* The codes of GFileError that happen to files; both domains then share one table of sentences. */
static GIOErrorEnum
get_io_code (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return error->code;

  if (error->domain != G_FILE_ERROR)
    return G_IO_ERROR_FAILED;

  switch ((GFileError)error->code)
    {
    case G_FILE_ERROR_NOENT:
      return G_IO_ERROR_NOT_FOUND;

    case G_FILE_ERROR_ACCES:
    case G_FILE_ERROR_PERM:
      return G_IO_ERROR_PERMISSION_DENIED;

    case G_FILE_ERROR_ISDIR:
      return G_IO_ERROR_IS_DIRECTORY;

    case G_FILE_ERROR_NOTDIR:
      return G_IO_ERROR_NOT_DIRECTORY;

    case G_FILE_ERROR_NOSPC:
      return G_IO_ERROR_NO_SPACE;

    case G_FILE_ERROR_ROFS:
      return G_IO_ERROR_READ_ONLY;

    case G_FILE_ERROR_EXIST:
      return G_IO_ERROR_EXISTS;

    case G_FILE_ERROR_MFILE:
    case G_FILE_ERROR_NFILE:
      return G_IO_ERROR_TOO_MANY_OPEN_FILES;

    case G_FILE_ERROR_NAMETOOLONG:
      return G_IO_ERROR_FILENAME_TOO_LONG;

    case G_FILE_ERROR_NXIO:
    case G_FILE_ERROR_NODEV:
    case G_FILE_ERROR_TXTBSY:
    case G_FILE_ERROR_FAULT:
    case G_FILE_ERROR_LOOP:
    case G_FILE_ERROR_NOMEM:
    case G_FILE_ERROR_BADF:
    case G_FILE_ERROR_INVAL:
    case G_FILE_ERROR_PIPE:
    case G_FILE_ERROR_AGAIN:
    case G_FILE_ERROR_INTR:
    case G_FILE_ERROR_IO:
    case G_FILE_ERROR_NOSYS:
    case G_FILE_ERROR_FAILED:
    default:
      return G_IO_ERROR_FAILED;
    }
}

/* Translators: in each of these sentences %s is the name of a file or folder. */
static const struct
{
  GIOErrorEnum  code;
  const char   *sentence;
} io_sentences[] = {
  { G_IO_ERROR_NOT_FOUND,
    N_("“%s” is not there any more. Check its name, or choose another file.") },
  { G_IO_ERROR_PERMISSION_DENIED,
    N_("You are not allowed to open “%s”. Change its permissions, or copy it to a folder of "
       "yours.") },
  { G_IO_ERROR_IS_DIRECTORY,
    N_("“%s” is a folder. Choose a file inside it.") },
  { G_IO_ERROR_NOT_DIRECTORY,
    N_("“%s” is a file where a folder is needed. Choose another place.") },
  { G_IO_ERROR_NOT_REGULAR_FILE,
    N_("“%s” is a device or a pipe, not a file. Save its content to a file first.") },
  { G_IO_ERROR_NO_SPACE,
    N_("There is no space left on the disk for “%s”. Free some space, then try again.") },
  { G_IO_ERROR_READ_ONLY,
    N_("“%s” is on a disk that cannot be written. Choose another place.") },
  { G_IO_ERROR_EXISTS,
    N_("“%s” exists already. Choose another name.") },
  { G_IO_ERROR_TOO_MANY_OPEN_FILES,
    N_("Too many files are open to open “%s”. Close other programs, then try again.") },
  { G_IO_ERROR_FILENAME_TOO_LONG,
    N_("The name of “%s” is too long. Rename it, then try again.") },
  { G_IO_ERROR_INVALID_FILENAME,
    N_("“%s” is not a name that a file can have here. Choose another name.") },
  { G_IO_ERROR_BUSY,
    N_("“%s” is in use by another program. Close it there, then try again.") },
};

/**
 * attune_set_error_from_io:
 * @error: (nullable) (out): where to put it
 * @io_error: what GIO or GLib said about a file
 * @display_name: the name of the file as a person would write it
 *
 * Says for a person what happened to a file and what to do, as %ATTUNE_ERROR_STORAGE with the
 * original message as detail. A cancellation stays %G_IO_ERROR_CANCELLED, and an error of
 * %ATTUNE_ERROR is passed on, since both say all there is to say.
 */
void
attune_set_error_from_io (GError       **error,
                          const GError  *io_error,
                          const char    *display_name)
{
  GIOErrorEnum code;

  g_return_if_fail (error == NULL || *error == NULL);
  g_return_if_fail (io_error != NULL);
  g_return_if_fail (display_name != NULL);

  if (error == NULL)
    return;

  if (io_error->domain == ATTUNE_ERROR ||
      g_error_matches (io_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      *error = g_error_copy (io_error);
      return;
    }

  code = get_io_code (io_error);

  for (gsize i = 0; i < G_N_ELEMENTS (io_sentences); i++)
    {
      if (io_sentences[i].code == code)
        {
          g_autoptr(GString) sentence = g_string_new (_(io_sentences[i].sentence));

          g_string_replace (sentence, "%s", display_name, 1);
          attune_set_error (error, ATTUNE_ERROR_STORAGE, io_error->message, "%s", sentence->str);
          return;
        }
    }

  attune_set_error (error, ATTUNE_ERROR_STORAGE, io_error->message,
                    /* Translators: the first %s is the name of a file, the second what the system
                     * said about it. */
                    _("“%s” could not be read or written: %s. Check the disk, then try again."),
                    display_name, io_error->message);
}
