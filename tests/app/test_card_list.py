import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.app.card_list import CardList, CardPainter, paint_picture
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


class Named(CardPainter):
    def edge(self, state):
        return QPen(QColor("#0000FF" if state & QStyle.StateFlag.State_Selected else "#FFFFFF"), 2.0)

    def paint_words(self, painter, card, place, index):
        painter.fillRect(
            QRectF(place.x(), place.bottom(), place.width(), card.bottom() - 4 - place.bottom()), "#00FF00"
        )


@pytest.mark.parametrize("chosen", [True, False])
def test_a_card_has_an_edge_around_its_picture_and_words_below_that(qapp, chosen):
    model, parent, picture = QStandardItemModel(), QWidget(), QPixmap(20, 10)
    picture.fill("#FF0000")
    item = QStandardItem("a")
    item.setData(picture, Qt.ItemDataRole.DecorationRole)
    model.appendRow(item)
    cards = Named(DARK, QSize(20, 10), QSize(128, 100), parent)
    option, image = QStyleOptionViewItem(), QImage(128, 100, QImage.Format.Format_RGB32)
    image.fill("#000000")
    option.rect = QRect(0, 0, 128, 100)
    option.state = QStyle.StateFlag.State_Selected if chosen else QStyle.StateFlag.State_None
    assert cards.sizeHint(option, model.index(0, 0)) == QSize(128, 100)
    painter = QPainter(image)
    cards.paint(painter, option, model.index(0, 0))
    painter.end()
    assert image.pixelColor(64, 4) == QColor("#0000FF" if chosen else "#FFFFFF")
    assert image.pixelColor(64, 10) == QColor(DARK.panel)
    assert image.pixelColor(64, 40) == QColor("#FF0000")
    assert image.pixelColor(64, 80) == QColor("#00FF00")
    assert image.pixelColor(64, 1) == QColor("#000000")
