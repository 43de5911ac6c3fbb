"""Takes metadata out of PNG and WebP files and leaves their pictures, moving or not, as they are."""

PNG_METADATA = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")
WEBP_METADATA = (b"EXIF", b"XMP ")
WEBP_METADATA_FLAGS = 0x08 | 0x04


def without_metadata_png(data):
    """Return the bytes of a sound PNG file without metadata, nor what stands behind its end."""
    kept, at, name = [data[:8]], 8, b""
    while at < len(data) and name != b"IEND":
        name = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if name not in PNG_METADATA:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def without_metadata_webp(data):
    """Return the bytes of a sound WebP file without metadata; its header stops announcing any."""
    kept, at = [], 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if name == b"VP8X":
            flags = data[at + 8] & ~WEBP_METADATA_FLAGS
            kept.append(data[at : at + 8] + bytes([flags]) + data[at + 9 : end])
        elif name not in WEBP_METADATA:
            kept.append(data[at:end])
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


WITHOUT_METADATA = {"PNG": without_metadata_png, "WEBP": without_metadata_webp}
