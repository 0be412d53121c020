"""Where the patterns of capitals begin and end to speak: each sentence beside its neighbour that says the contrary."""

import pytest

from paper.check.capitals import mended


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("các đơn vị gửi báo cáo.", "Các đơn vị gửi báo cáo."),
        ("các đơn vị báo cáo.", None),  # five words may be an item of a list
        ("các đơn vị gửi báo cáo.   ", "Các đơn vị gửi báo cáo.   "),
        ("các đơn vị gửi báo cáo?", "Các đơn vị gửi báo cáo?"),
        ("các đơn vị gửi báo cáo!", "Các đơn vị gửi báo cáo!"),
        ("các đơn vị gửi báo cáo đúng hạn;", None),
        ("các đơn vị gửi báo cáo đúng hạn", None),
        ("và các đơn vị gửi báo cáo.", None),
        ("a) gửi báo cáo.", "a) Gửi báo cáo."),
        ("a) gửi đi.", None),
        ("a) gửi báo cáo;", "a) Gửi báo cáo;"),
        ("a) gửi báo cáo?", "a) Gửi báo cáo?"),
        ("a) gửi báo cáo!", "a) Gửi báo cáo!"),
        ("a) gửi báo cáo", None),
        ("Họp xong. các đơn vị báo cáo.", "Họp xong. Các đơn vị báo cáo."),
        ("Liên hệ tel. số máy của Phòng.", None),
        ("Việc này, Nhân Dân nắm rõ.", "Việc này, Nhân dân nắm rõ."),
        ("Vì vậy, ông Lê Nhân Dân dự họp.", None),
        ("Hôm Nay các ngành tới, Nhân Dân đồng tình.", "Hôm Nay các ngành tới, Nhân dân đồng tình."),
        ("Ông (1) Lê Nhân Dân dự họp.", None),
        ("Ông B1c Nhân Dân dự họp.", None),
        ("Theo Luật, Nhân Dân có quyền.", "Theo Luật, Nhân dân có quyền."),
        ("Đoàn làm việc tại Xã Mỹ Mẫu.", "Đoàn làm việc tại xã Mỹ Mẫu."),
        ("Đoàn làm việc tại Xã Trần Thử.", None),  # named after somebody, perhaps
        ("Đoàn làm việc tại Xã Đội.", None),
        ("Đoàn làm việc tại Tỉnh Đoàn.", None),
        ("Gửi báo cáo vào tháng mười một hằng năm.", "Gửi báo cáo vào tháng Mười một hằng năm."),
        ("Họp giao ban vào Thứ hai hằng tuần.", "Họp giao ban vào thứ Hai hằng tuần."),
    ],
)
def test_a_pattern_speaks_up_to_its_edge_and_no_further(sentence: str, right: str | None) -> None:
    assert mended(sentence) == (right or sentence)
