import sys

import pytest

from desktop_app.export.formats import Quality, format_named
from desktop_app.export.video.codec import check_size, codec_of
from desktop_app.model.errors import CoreloomError, ScenarioError

MP4, WEBM = format_named("mp4"), format_named("webm")


def test_each_format_has_a_usual_codec_and_quality():
    assert codec_of(MP4) == codec_of(MP4, Quality.GOOD, "h264")
    assert codec_of(WEBM) == codec_of(WEBM, Quality.GOOD, "vp9")
    assert codec_of(MP4).encoder == "libx264"
    assert codec_of(MP4).options["preset"] == "veryfast"
    assert codec_of(WEBM, codec="av1").encoder == "libsvtav1"


@pytest.mark.parametrize("form", [MP4, WEBM])
def test_every_quality_of_a_format_has_settings_of_its_own(form):
    settings = [codec_of(form, quality).options for quality in form.qualities]
    assert all(settings.count(one) == 1 for one in settings)


@pytest.mark.parametrize("form", [MP4, WEBM])
def test_lossless_names_the_formats_that_are(form):
    with pytest.raises(ScenarioError, match=r"lossless are \.apng, \.webp and a folder/ of PNG") as caught:
        codec_of(form, Quality.LOSSLESS)
    assert caught.value.file == "--quality"


def test_a_codec_that_does_not_belong_into_the_file_is_refused():
    with pytest.raises(ScenarioError, match=r"--codec is vp9: expected h264 for \.mp4|--codec vp9"):
        codec_of(MP4, codec="vp9")


def test_an_odd_size_is_refused_with_the_next_even_one():
    check_size((900, 560))
    with pytest.raises(ScenarioError, match="an even width and height for a video, such as 902x560"):
        check_size((901, 560))


def test_a_missing_library_says_how_to_add_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.delitem(sys.modules, "av.codec", raising=False)
    with pytest.raises(CoreloomError, match="not installed: add it with: pip install av"):
        codec_of(MP4)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(CoreloomError, match=r"what writes video is not installed: .*coreloom|Export of videos.*\.gif"):
        codec_of(MP4)


def test_a_library_that_does_not_load_says_why(monkeypatch):
    def broken(name, *rest):
        if name.startswith("av"):
            raise ImportError("libx.so: cannot open shared object file")
        return imported(name, *rest)

    imported = __import__
    monkeypatch.setattr("builtins.__import__", broken)
    with pytest.raises(CoreloomError, match=r"cannot be loaded here \(libx\.so: cannot open shared object file\)"):
        codec_of(MP4)


def test_a_missing_encoder_names_itself_and_what_else_there_is(monkeypatch):
    monkeypatch.setattr("av.codec.codecs_available", {"libvpx-vp9"})
    with pytest.raises(CoreloomError, match=r"cannot write H\.264: .* without libx264; write \.webm instead"):
        codec_of(MP4)
    monkeypatch.setattr("av.codec.codecs_available", {"h264"})
    with pytest.raises(CoreloomError, match=r"cannot write VP9: .* without libvpx-vp9; install a complete one"):
        codec_of(WEBM)
