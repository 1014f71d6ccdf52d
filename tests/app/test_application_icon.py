from PySide6.QtCore import QSize

from desktop_app.app.application_icon import application_icon, pictured_icon

STRANDS = {"#56b4e9", "#e69f00"}


def sizes(icon):
    return [size.width() for size in icon.availableSizes()]


def test_it_has_a_picture_of_its_own_for_each_size(qapp):
    icon = application_icon("linux", bundled=False)
    assert sizes(icon) == [16, 22, 24, 32, 48, 64, 128]
    for size in sizes(icon):
        image = icon.pixmap(QSize(size, size), 1.0).toImage()
        assert image.width() == size
        middle = {image.pixelColor(x, size // 2).name() for x in range(size)}
        assert middle >= STRANDS, f"{size} pixels"


def test_a_macos_bundle_keeps_its_own(qapp):
    assert application_icon("darwin", bundled=True).isNull()
    assert sizes(application_icon("darwin", bundled=False)) == [256, 512]


def test_pictures_of_it_are_sharp_on_screens_with_twice_as_many_pixels(qapp):
    picture = pictured_icon().pixmap(QSize(72, 72), 2.0)
    assert picture.size() == QSize(144, 144)
    assert sizes(pictured_icon())[-1] == 512
