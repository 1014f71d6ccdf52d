import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QWidget

from desktop_app.app.card_list import CardList, paint_picture
from desktop_app.views.theme import DARK


class Squares(QStyledItemDelegate):
    def sizeHint(self, _option, _index):
        return QSize(100, 100)


def test_cards_stand_beside_each_other_and_go_on_below(qtbot):
    window, model = QWidget(), QStandardItemModel()
    qtbot.addWidget(window)
    for name in "abcde":
        model.appendRow(QStandardItem(name))
    cards = CardList(model, DARK, "Letters", window)
    cards.setItemDelegate(Squares(cards))
    cards.resize(330, 400)
    window.show()
    places = [cards.visualRect(model.index(row, 0)) for row in range(5)]
    assert [place.y() for place in places] == [places[0].y()] * 3 + [places[3].y()] * 2
    assert places[3].y() > places[0].y()
    assert cards.accessibleName() == "Letters"
    assert cards.editTriggers() == QListView.EditTrigger.NoEditTriggers


@pytest.mark.parametrize("there", [True, False])
def test_a_picture_fills_its_place_with_round_corners(qapp, there):
    picture = QPixmap(20, 10)
    picture.fill("#FF0000")
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill("#00FF00")
    painter = QPainter(image)
    paint_picture(painter, QRectF(10, 10, 40, 20), picture if there else None, DARK)
    painter.end()
    assert image.pixelColor(30, 20) == QColor("#FF0000" if there else DARK.window)
    assert image.pixelColor(10, 10) == QColor("#00FF00")
    assert image.pixelColor(5, 20) == QColor("#00FF00")
