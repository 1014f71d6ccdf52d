def test_what_is_inside_of_packages_is_found_by_patterns(bill):
    known = bill.known.read_known()
    insides = {each.name: each for each in known.insides}
    assert insides["x264"].owns("av.libs/libx264-d6533a8d.so.165")
    assert not insides["x264"].owns("av.libs/libx265-f5385bb8.so.216")
    assert insides["FFmpeg"].owns("av.libs/avcodec-62-0123456789abcdef.dll")
    assert insides["FFmpeg"].owns("av/.dylibs/libavcodec.62.28.102.dylib")
    assert insides["libmpdec"].is_in("python3.11/lib-dynload/_decimal.cpython-311-x86_64-linux-gnu.so")
    assert not insides["libmpdec"].owns("python3.11/lib-dynload/_decimal.cpython-311-x86_64-linux-gnu.so")


def test_icu_is_told_from_qt_though_it_lies_in_its_folder(bill):
    path = "PySide6/Qt/lib/libicudata.so.73"
    first = next(each for each in bill.known.read_known().insides if each.owns(path))
    assert first.name == "ICU (in Qt)"


def test_what_qt_holds_is_known_with_whose_it_is(bill):
    held = {each.name: each for each in bill.known.read_known().insides if each.name.endswith("(in Qt)")}
    assert held["PCRE2 (in Qt)"].copyright.startswith("Copyright (c) 1997-2007 University of Cambridge")
    assert held["Cocoa Platform Plugin (in Qt)"].only == ("darwin",)
    assert held["Wayland protocols (MIT) (in Qt)"].only == ("linux",)
    assert all(each.texts for each in held.values())
